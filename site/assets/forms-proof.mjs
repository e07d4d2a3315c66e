// Proof of work (ALTCHA, PBKDF2) in the background of this device, only where the relay asks for it; the browser's own
// cryptography does it, and nobody has to tell letters from pictures.
const bytes = (hex) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));
const hex = (buffer) => Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");

export async function solve(challenge) {
  const { nonce, salt, cost, keyLength, keyPrefix } = challenge.parameters, start = performance.now();
  const head = bytes(nonce), password = new Uint8Array(head.length + 4);
  password.set(head);
  for (let counter = 0; counter < 2 ** 24; counter += 1) {
    new DataView(password.buffer).setUint32(head.length, counter);
    const key = await crypto.subtle.importKey("raw", password, "PBKDF2", false, ["deriveBits"]);
    const derived = hex(await crypto.subtle.deriveBits({ name: "PBKDF2", hash: "SHA-256", salt: bytes(salt), iterations: cost }, key, keyLength * 8));
    if (derived.startsWith(keyPrefix.toLowerCase())) {
      return btoa(JSON.stringify({ challenge, solution: { counter, derivedKey: derived, time: Math.round(performance.now() - start) } }));
    }
  }
  return "";
}
