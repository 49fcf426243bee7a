export { createSigner, isSigned, keyIdOf, type Signer } from "./keys.ts";
