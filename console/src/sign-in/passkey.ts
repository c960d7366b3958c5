/**
 * Passkeys between the node's JSON and the browser's bytes.
 *
 * Browsers have had both directions built in only lately, so they stand here: base64url to bytes on
 * the way in, bytes to base64url on the way out. What is checked is checked by the node.
 */

/** As the node asks for a new passkey (PublicKeyCredentialCreationOptionsJSON). */
export interface Wanted {
  rp: { id: string; name: string };
  user: { id: string; name: string; displayName: string };
  challenge: string;
  pubKeyCredParams: { type: string; alg: number }[];
  timeout: number;
  excludeCredentials: { type: string; id: string }[];
  authenticatorSelection: { residentKey: string; userVerification: string };
  attestation: string;
}

/** As the node asks who somebody is (PublicKeyCredentialRequestOptionsJSON). */
export interface Asking {
  challenge: string;
  timeout: number;
  rpId: string;
  userVerification: string;
}

export interface Attestation {
  id: string;
  rawId: string;
  type: string;
  response: { clientDataJSON: string; attestationObject: string };
}

export interface Assertion {
  id: string;
  rawId: string;
  type: string;
  response: {
    clientDataJSON: string;
    authenticatorData: string;
    signature: string;
    userHandle: string | null;
  };
}

/** Whether this browser knows passkeys at all. */
export function knowsPasskeys(): boolean {
  return typeof window.PublicKeyCredential === "function";
}

export function bytes(text: string): Uint8Array<ArrayBuffer> {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (one) => one.charCodeAt(0));
}

export function base64url(buffer: ArrayBuffer): string {
  const text = Array.from(new Uint8Array(buffer), (one) => String.fromCharCode(one)).join("");
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** Have the browser make a passkey. Throws what the browser throws when its user says no. */
export async function made(wanted: Wanted): Promise<Attestation> {
  const publicKey = {
    ...wanted,
    user: { ...wanted.user, id: bytes(wanted.user.id) },
    challenge: bytes(wanted.challenge),
    excludeCredentials: wanted.excludeCredentials.map((one) => ({ ...one, id: bytes(one.id) })),
  } as PublicKeyCredentialCreationOptions;
  const found = (await navigator.credentials.create({ publicKey })) as PublicKeyCredential;
  const response = found.response as AuthenticatorAttestationResponse;
  return {
    id: found.id,
    rawId: base64url(found.rawId),
    type: found.type,
    response: {
      clientDataJSON: base64url(response.clientDataJSON),
      attestationObject: base64url(response.attestationObject),
    },
  };
}

/** Have the browser ask for a passkey. Throws what the browser throws when its user says no. */
export async function chosen(asking: Asking): Promise<Assertion> {
  const publicKey = {
    ...asking,
    challenge: bytes(asking.challenge),
  } as PublicKeyCredentialRequestOptions;
  const found = (await navigator.credentials.get({ publicKey })) as PublicKeyCredential;
  const response = found.response as AuthenticatorAssertionResponse;
  return {
    id: found.id,
    rawId: base64url(found.rawId),
    type: found.type,
    response: {
      clientDataJSON: base64url(response.clientDataJSON),
      authenticatorData: base64url(response.authenticatorData),
      signature: base64url(response.signature),
      userHandle: response.userHandle ? base64url(response.userHandle) : null,
    },
  };
}

/** Whether an error is the browser's own: nobody chose a passkey, or it took too long. */
export function asked(error: unknown): boolean {
  return error instanceof DOMException;
}
