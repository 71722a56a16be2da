// A text onto the clipboard; or, with `pinned`, the address of the page with these choices in it.
const address = (pinned) => {
  const url = new URL(window.location.href);
  url.searchParams.delete('embed');
  for (const [name, value] of Object.entries(pinned)) if (name !== 'embed') url.searchParams.set(name, value);
  return url.href;
};

const copied = async (text) => {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Without https the clipboard is closed to pages; the older way still works.
    const field = document.createElement('textarea');
    field.value = text;
    document.body.append(field);
    field.select();
    const done = document.execCommand('copy');
    field.remove();
    return done;
  }
};

export default function ({ parentElement, data }) {
  const button = parentElement.querySelector('button');
  const say = (text) => { button.textContent = text; setTimeout(() => { button.textContent = data.label; }, 1600); };
  button.textContent = data.label;
  button.onclick = async () => {
    const text = data.pinned ? address(data.pinned) : data.text;
    if (await copied(text)) say('已复制'); else window.prompt('请复制：', text);
  };
}
