// Bring an element into view as soon as the page has drawn it.
export default function ({ data }) {
  let tries = 0;
  const look = () => {
    const element = document.getElementById(data.id);
    if (element) element.scrollIntoView({ block: 'center' });
    else if (++tries < 50) setTimeout(look, 100);
  };
  look();
}
