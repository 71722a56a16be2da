// A text onto the clipboard.
export default function ({ parentElement, data }) {
  const button = parentElement.querySelector('button');
  button.textContent = data.label;
  const say = (text) => { button.textContent = text; setTimeout(() => { button.textContent = data.label; }, 1600); };
  button.onclick = async () => {
    try {
      await navigator.clipboard.writeText(data.text);
      say('已复制');
    } catch {
      // Without https the clipboard is closed to pages; the older way still works.
      const field = document.createElement('textarea');
      field.value = data.text;
      document.body.append(field);
      field.select();
      const copied = document.execCommand('copy');
      field.remove();
      say(copied ? '已复制' : '请选中后复制');
    }
  };
}
