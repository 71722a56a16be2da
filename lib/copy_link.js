// 复制链接: the address of the page with the moment pinned, onto the clipboard.
export default function ({ parentElement, data }) {
  const button = parentElement.querySelector('button');
  const say = (text) => { button.textContent = text; setTimeout(() => { button.textContent = '复制链接'; }, 1600); };
  button.onclick = async () => {
    const url = new URL(window.location.href);
    for (const [name, value] of Object.entries(data.pinned)) url.searchParams.set(name, value);
    try {
      await navigator.clipboard.writeText(url.href);
      say('已复制');
    } catch {
      // Without https the clipboard is closed to pages; the older way still works.
      const field = document.createElement('textarea');
      field.value = url.href;
      document.body.append(field);
      field.select();
      const copied = document.execCommand('copy');
      field.remove();
      if (copied) say('已复制'); else window.prompt('请复制：', url.href);
    }
  };
}
