/** Hashes bytes away from the page, which goes on answering fingers meanwhile. One question, one answer, under its number. */
self.addEventListener("message", ({ data: { n, bytes } }: MessageEvent<Asked>) => {
  void bytes
    .arrayBuffer()
    .then((whole) => crypto.subtle.digest("SHA-256", whole))
    .then(
      (digest) => self.postMessage({ n, sha256: hexOf(digest) }),
      () => self.postMessage({ n, sha256: null }),
    );
});

interface Asked {
  n: number;
  bytes: Blob;
}

const hexOf = (digest: ArrayBuffer): string =>
  [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
