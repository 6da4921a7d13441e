/** Forms that a passkey answers: asks the server for a challenge, the device for an answer, and sends the form. */

for (const box of document.querySelectorAll<HTMLElement>('[data-passkey]')) bringToLife(box)

function bringToLife(box: HTMLElement): void {
  const form = box.querySelector('form')
  const status = box.querySelector<HTMLElement>('[role=status]')
  if (!form || !status) return
  let answered = false
  form.addEventListener('submit', (event) => {
    if (answered) return
    event.preventDefault()
    if (!window.PublicKeyCredential) {
      status.textContent = box.dataset.unsupported ?? ''
      return
    }
    status.textContent = box.dataset.working ?? ''
    answer(box, form).then(
      () => {
        answered = true
        form.submit()
      },
      () => {
        status.textContent = box.dataset.refused ?? ''
      },
    )
  })
}

interface Asked {
  readonly challenge: string
  readonly options: AskedOptions
}

interface AskedOptions {
  readonly challenge: string
  readonly user?: { readonly id: string; readonly name: string; readonly displayName: string }
  readonly allowCredentials?: readonly { readonly id: string }[]
  readonly excludeCredentials?: readonly { readonly id: string }[]
}

async function answer(box: HTMLElement, form: HTMLFormElement): Promise<void> {
  const asked = await ask(box.dataset.ask ?? '', form)
  const credential =
    box.dataset.passkey === 'create'
      ? await navigator.credentials.create({ publicKey: creationOf(asked.options) })
      : await navigator.credentials.get({ publicKey: requestOf(asked.options) })
  if (!(credential instanceof PublicKeyCredential)) throw new Error('no passkey')
  put(form, 'challenge', asked.challenge)
  put(form, 'response', JSON.stringify(plain(credential)))
}

async function ask(path: string, form: HTMLFormElement): Promise<Asked> {
  const body = new URLSearchParams()
  body.set('csrf', form.querySelector<HTMLInputElement>('[name=csrf]')?.value ?? '')
  const response = await fetch(path, { method: 'POST', body })
  if (!response.ok) throw new Error(`refused: ${response.status}`)
  return response.json()
}

function put(form: HTMLFormElement, name: string, value: string): void {
  const field = form.querySelector<HTMLInputElement>(`[name=${name}]`)
  if (field) field.value = value
}

function listed(credentials: readonly { readonly id: string }[] = []): PublicKeyCredentialDescriptor[] {
  return credentials.map(({ id }) => ({ id: base64urlToBytes(id), type: 'public-key' }))
}

function creationOf(options: AskedOptions): PublicKeyCredentialCreationOptions {
  const user = options.user
  return {
    ...(options as object as PublicKeyCredentialCreationOptions),
    challenge: base64urlToBytes(options.challenge),
    user: { name: user?.name ?? '', displayName: user?.displayName ?? '', id: base64urlToBytes(user?.id ?? '') },
    excludeCredentials: listed(options.excludeCredentials),
  }
}

function requestOf(options: AskedOptions): PublicKeyCredentialRequestOptions {
  return {
    ...(options as object as PublicKeyCredentialRequestOptions),
    challenge: base64urlToBytes(options.challenge),
    allowCredentials: listed(options.allowCredentials),
  }
}

/** The answer as JSON, written out: older browsers have no `toJSON` on it. */
function plain(credential: PublicKeyCredential) {
  const { response } = credential
  const shared = {
    id: credential.id,
    rawId: bytesToBase64url(credential.rawId),
    type: credential.type,
    clientExtensionResults: credential.getClientExtensionResults(),
  }
  if (response instanceof AuthenticatorAttestationResponse) {
    return {
      ...shared,
      response: {
        clientDataJSON: bytesToBase64url(response.clientDataJSON),
        attestationObject: bytesToBase64url(response.attestationObject),
        transports: response.getTransports?.() ?? [],
      },
    }
  }
  const assertion = response as AuthenticatorAssertionResponse
  return {
    ...shared,
    response: {
      clientDataJSON: bytesToBase64url(assertion.clientDataJSON),
      authenticatorData: bytesToBase64url(assertion.authenticatorData),
      signature: bytesToBase64url(assertion.signature),
      userHandle: assertion.userHandle ? bytesToBase64url(assertion.userHandle) : undefined,
    },
  }
}

function base64urlToBytes(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
  return Uint8Array.from(binary, (char) => char.charCodeAt(0))
}

function bytesToBase64url(bytes: ArrayBuffer): string {
  const binary = Array.from(new Uint8Array(bytes), (byte) => String.fromCharCode(byte)).join('')
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

export {}
