// Beside each box for a password a button that shows what was typed. Without script the box is there all the same. Loaded by the pages on which somebody
// signs in or chooses a password, and nothing else of the author's desk with it.

for (const box of document.querySelectorAll<HTMLInputElement>('input[type=password][data-show]')) {
  const button = document.createElement('button')
  button.type = 'button'
  button.className = 'plain'
  const show = (isShown: boolean): void => {
    box.type = isShown ? 'text' : 'password'
    button.textContent = (isShown ? box.dataset.hide : box.dataset.show) ?? ''
  }
  show(false)
  button.addEventListener('click', () => {
    show(box.type === 'password')
  })
  // What is sent as a password is kept by the browser as one.
  box.form?.addEventListener('submit', () => {
    show(false)
  })
  const line = document.createElement('p')
  line.append(button)
  box.after(line)
}
