// Puts a copy button beside each citation. Without this file the text is there to be selected.
document.addEventListener("DOMContentLoaded", () => {
  for (const block of document.querySelectorAll(".spor-citing")) {
    for (const text of block.querySelectorAll("[data-copyable]")) addButton(block.dataset, text)
  }

  function addButton(words, text) {
    const button = document.createElement("button")
    const name = text.closest("div").querySelector("dt").textContent
    button.type = "button"
    button.className = "spor-citing__copy"
    button.textContent = words.copy
    button.setAttribute("aria-label", `${words.copy} ${name}`)
    const status = document.createElement("span")
    status.className = "spor-citing__status"
    status.setAttribute("role", "status")
    button.addEventListener("click", async () => {
      await copy(text)
      status.textContent = words.copied
      setTimeout(() => { status.textContent = "" }, 4000)
    })
    const line = document.createElement("div")
    line.append(button, status)
    text.closest("dd").append(line)
  }

  // Where a page may not write to the clipboard (no HTTPS, or the reader has said no), the text is selected instead.
  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text.innerText.trim())
    } catch {
      getSelection().selectAllChildren(text)
    }
  }
})
