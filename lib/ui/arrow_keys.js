// Arrow keys press the buttons of a presentation.
export default function ({ data }) {
  const press = (name) => document.querySelector(`.st-key-${name} button`)?.click();
  const onKey = (event) => {
    if (event.target.closest?.('input, textarea, select')) return;
    if (['ArrowRight', 'ArrowDown', 'PageDown', ' '].includes(event.key)) press(data.next);
    else if (['ArrowLeft', 'ArrowUp', 'PageUp'].includes(event.key)) press(data.previous);
    else return;
    event.preventDefault();
  };
  document.addEventListener('keydown', onKey);
  return () => document.removeEventListener('keydown', onKey);
}
