/** The parts of sm-crypto 0.5 that the hub uses; the types on npm describe an older one. */
declare module "sm-crypto" {
  import type { BigInteger } from "jsbn";

  interface Pair {
    /** 64 hexadecimal digits. */
    privateKey: string;
    /** 04, x and y: 130 hexadecimal digits. */
    publicKey: string;
  }

  const smCrypto: {
    sm2: {
      /** Derives the pair from a large number in hexadecimal, taken modulo the order of the curve. */
      generateKeyPairHex(random: string, radix: 16): Pair;
      getPublicKeyFromPrivateKey(privateKey: string): string;
      verifyPublicKey(publicKey: string): boolean;
      doSignature(
        message: Uint8Array,
        privateKey: string,
        options: {
          der: boolean;
          publicKey: string;
          userId: string;
          pointPool: (Pair & { k: BigInteger; x1: BigInteger })[];
        },
      ): string;
      doVerifySignature(
        message: Uint8Array,
        signature: string,
        publicKey: string,
        options: { der: boolean; userId: string },
      ): boolean;
    };
    sm3(message: Uint8Array): string;
  };
  export default smCrypto;
}
