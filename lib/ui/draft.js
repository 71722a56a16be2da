// What a reader has begun stays in this browser until it is sent: through a refresh, a lost connection, a restart of the board.
// The page is told once what was kept; only after that does it say what is to be kept.
const asked = new Set();

const kept = (name) => {
  try { return JSON.parse(localStorage.getItem(name)) ?? {}; } catch { return {}; }
};

const keep = (name, what) => {
  try {
    if (Object.keys(what).length) localStorage.setItem(name, JSON.stringify(what)); else localStorage.removeItem(name);
  } catch { /* a browser that keeps nothing is a form without a draft */ }
};

export default function ({ data, setTriggerValue }) {
  const visit = `${data.session} ${data.name}`;
  if (data.known) keep(data.name, data.kept);
  else if (!asked.has(visit)) {
    asked.add(visit);
    setTriggerValue('found', kept(data.name));
  }
  // What is being typed has not reached the page yet, and never does where the connection is lost.
  const type = (event) => {
    const box = event.target.closest?.(`[class*="st-key-${data.prefix}"]`);
    if (!data.prefix || !box || event.target.role === 'combobox') return;
    const field = [...box.classList].find((name) => name.startsWith(`st-key-${data.prefix}`));
    keep(data.name, { ...kept(data.name), [field.slice(`st-key-${data.prefix}`.length)]: event.target.value });
  };
  document.addEventListener('input', type, true);
  return () => document.removeEventListener('input', type, true);
}
