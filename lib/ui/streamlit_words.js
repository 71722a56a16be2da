// Streamlit has words of its own, in English and without a setting: here they are said in Chinese, for the eye and for
// screen readers, also when the server is gone. What the browser is told of the language is in Chinese too, what scrolls
// can be reached by the keyboard, and of things that are alike each has a name of its own.
const WORDS = {
  'Skip to main content': '跳到正文',
  'Connection error': '与看板的连接断了',
  'Streamlit server is not responding. Are you connected to the internet?':
    '看板没有回应。请看网络是否连着；连上以后页面会自动恢复，仍不恢复时请刷新页面或告知管理员。',
  Open: '展开',
  Close: '关闭',
  'file upload': '文件',
  Upload: '选择文件',
  'Add files': '再选文件',
  'No results': '没有符合的',
};
const PATTERNS = [
  [/^Remove (.+)$/, '移去 $1'],
  [/^\d+MB per file.*$/, '或把文件拖到这里，最大 2 MB'],
  [/^Is Streamlit still running\?.*$/s, '看板没有回应。请告知管理员。'],
];
const NAMES = ['aria-label', 'title', 'placeholder'];

const inChinese = (words) => {
  const known = WORDS[words.trim()];
  if (known) return known;
  const pattern = PATTERNS.find(([english]) => english.test(words.trim()));
  return pattern ? words.trim().replace(...pattern) : words;
};

const OURS = '[data-testid=stHtml], [data-testid=stText], [data-testid=stMarkdown], .js-plotly-plot, style, script';

// Of a node and all in it: whether it is within ours is asked for the whole once, by `sayAnew`.
const say = (node) => {
  if (node.nodeType === Node.TEXT_NODE) {
    const said = inChinese(node.data);
    if (said !== node.data) node.data = said;
    return;
  }
  if (node.nodeType !== Node.ELEMENT_NODE || node.matches(OURS)) return;
  for (const name of NAMES) {
    const words = node.getAttribute(name);
    if (words && inChinese(words) !== words) node.setAttribute(name, inChinese(words));
  }
  node.childNodes.forEach(say);
};
const sayAnew = (node) => node.parentElement?.closest(OURS) || say(node);

const reach = () => {
  for (const e of document.querySelectorAll('[class*=st-key-chart-], [class*=st-key-slide-], .pb-frame')) {
    const scrolls = e.scrollWidth > e.clientWidth || e.scrollHeight > e.clientHeight;
    if (scrolls && e.tabIndex < 0) e.tabIndex = 0;
    else if (!scrolls) e.removeAttribute('tabindex');
  }
};
const set = (e, name, value) => e.getAttribute(name) === value || e.setAttribute(name, value);
const name = () => {
  for (const entry of document.querySelectorAll('[class*=st-key-entry-]')) {
    set(entry, 'role', 'group');
    set(entry, 'aria-label', entry.querySelector('h3')?.textContent ?? '');
  }
  for (const select of document.querySelectorAll('[data-testid=stSelectbox]')) {
    const button = select.querySelector('button');
    if (button) set(button, 'aria-label', `展开：${select.querySelector('input').getAttribute('aria-label')}`);
  }
  for (const chart of document.querySelectorAll('[data-testid=stPlotlyChart]')) {
    for (const camera of chart.querySelectorAll('.modebar-btn'))
      set(camera, 'aria-label', `${camera.dataset.title}：${chart.getAttribute('aria-label')}`);
    // Behind a title that leads somewhere Plotly puts a link without words.
    for (const blank of chart.querySelectorAll('a:has(> rect)')) {
      set(blank, 'tabindex', '-1');
      set(blank, 'aria-hidden', 'true');
    }
  }
};

let asked = 0;
const tidySoon = () => {
  cancelAnimationFrame(asked);
  asked = requestAnimationFrame(() => {
    reach();
    name();
  });
};

export default function () {
  document.documentElement.lang = 'zh-CN';
  say(document.body);
  const observer = new MutationObserver((changes) => {
    for (const { type, target, addedNodes } of changes) {
      if (type === 'childList') addedNodes.forEach(sayAnew);
      else sayAnew(target);
    }
    tidySoon();
  });
  window.addEventListener('resize', tidySoon);
  tidySoon();
  observer.observe(document.body, {
    subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: NAMES,
  });
  return () => {
    observer.disconnect();
    window.removeEventListener('resize', tidySoon);
  };
}
