// Buttons that ask the browser for a passkey (allauth's own script does the asking); hidden where none can be had.
const able = window.PublicKeyCredential && window.webauthnJSON.supported()
for (const button of able ? document.querySelectorAll("[data-passkey]") : []) {
  const { credential, passwordless } = button.form.elements
  const ids = { data: "passkey_data", credential: credential.id, passwordless: passwordless?.id }
  for (const role of ["add", "authenticate", "login"]) ids[role] = button.id
  window.allauth.webauthn.forms[button.dataset.passkey]({ ids })
  button.hidden = false
  button.addEventListener("click", () => { trouble(button).hidden = true }, { capture: true })
}

document.addEventListener("allauth.error", (event) => {
  event.preventDefault()
  for (const button of document.querySelectorAll("[data-passkey]")) trouble(button).hidden = false
})

function trouble(button) {
  return document.querySelector(`[data-passkey-trouble="${button.id}"]`)
}
