// Closes Streamlit's own dialog about an unknown address, which stands over our page and keeps it from being used.
export default function () {
  const close = (tries) => {
    const button = document.querySelector('.stDialog button:is([aria-label=Close], [aria-label=关闭])');
    if (button) button.click();
    else if (tries) setTimeout(close, 100, tries - 1);
  };
  close(30);
}
