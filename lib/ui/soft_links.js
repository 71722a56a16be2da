// Links within the board change the page without loading it anew, so that who has proved a body stays proved. Streamlit
// follows the address when the browser goes back or forward; a link does as if it did.
const go = (href) => {
  window.history.pushState({}, '', href);
  window.dispatchEvent(new PopStateEvent('popstate', { state: {} }));
  document.querySelector('[data-testid=stMain]')?.scrollTo(0, 0);
};

const isPlain = (event) => event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;

const follow = (event) => {
  const link = event.target.closest?.('[data-testid=stHtml] a[href], .js-plotly-plot a');
  const href = link?.getAttribute('href') ?? link?.getAttribute('xlink:href');
  if (!href || !isPlain(event) || !/^[.?]/.test(href)) return;
  event.preventDefault();
  go(href);
};

// What a chart draws leads somewhere too: the address is in its data, without the moment.
const followed = new WeakSet();
let carried = {};
const listen = (event) => {
  const plot = event.target.closest?.('.js-plotly-plot');
  if (!plot?.on || followed.has(plot)) return;
  followed.add(plot);
  plot.on('plotly_click', ({ points: [point], event: click }) => {
    const [address] = [point?.customdata ?? ''].flat();
    if (!/^[.]/.test(address)) return;
    const [path, own] = address.split('?');
    const href = `${path}?${new URLSearchParams([...Object.entries(carried), ...new URLSearchParams(own)])}`;
    if (isPlain(click)) go(href);
    else window.open(href);
  });
};

// The table of a chart lies over the page, and is closed as what lies over a page is.
const close = (event) => {
  if (event.key !== 'Escape') return;
  for (const table of document.querySelectorAll('.pb-data[open]')) {
    if (table.contains(document.activeElement)) table.querySelector('summary').focus();
    table.open = false;
  }
};

export default function ({ data }) {
  carried = data;
  document.addEventListener('click', follow, true);
  document.addEventListener('pointerover', listen, true);
  document.addEventListener('keydown', close);
  return () => {
    document.removeEventListener('click', follow, true);
    document.removeEventListener('pointerover', listen, true);
    document.removeEventListener('keydown', close);
  };
}
