// Links within the board change the page without loading it anew, so that who has proved a body stays proved. Streamlit
// follows the address when the browser goes back or forward; a link does as if it did.
const follow = (event) => {
  const link = event.target.closest?.('[data-testid=stHtml] a[href], .js-plotly-plot a');
  const href = link?.getAttribute('href') ?? link?.getAttribute('xlink:href');
  const isPlain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
  if (!href || !isPlain || !/^[.?]/.test(href)) return;
  event.preventDefault();
  window.history.pushState({}, '', href);
  window.dispatchEvent(new PopStateEvent('popstate', { state: {} }));
  document.querySelector('[data-testid=stMain]')?.scrollTo(0, 0);
};

export default function () {
  document.addEventListener('click', follow, true);
  return () => document.removeEventListener('click', follow, true);
}
