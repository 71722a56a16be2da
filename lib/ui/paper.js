// A chart is drawn for the screen and cannot be drawn anew while the browser prints. A view box, which leaves out the
// head that the caption says, lets `paper.css` fit it to the sheet.
const fit = (isPrinting) => {
  for (const svg of document.querySelectorAll('.js-plotly-plot .main-svg')) {
    if (!isPrinting) {
      svg.removeAttribute('viewBox');
      continue;
    }
    const [width, height] = ['width', 'height'].map((side) => parseFloat(svg.getAttribute(side)));
    const caption = svg.closest('[class*=st-key-figure-]')?.querySelector('.pb-caption');
    const head = caption ? -parseFloat(caption.style.marginBottom) : 0;
    svg.setAttribute('viewBox', `0 ${head} ${width} ${height - head}`);
    svg.setAttribute('preserveAspectRatio', 'xMinYMin meet');
    svg.style.setProperty('--drawn', `${width}px`);
  }
};

export default function () {
  const paper = window.matchMedia('print');
  const before = () => fit(true);
  const after = () => fit(false);
  const change = () => fit(paper.matches);
  window.addEventListener('beforeprint', before);
  window.addEventListener('afterprint', after);
  paper.addEventListener('change', change);
  return () => {
    window.removeEventListener('beforeprint', before);
    window.removeEventListener('afterprint', after);
    paper.removeEventListener('change', change);
  };
}
