import Crypto

/// All that is random about one sealed value.
struct SealingMaterial {
    /// 32 bytes, used for this value alone.
    let dataKey: SecretBytes
    let wrapNonce: AES.GCM.Nonce
    let nonce: AES.GCM.Nonce

    /// Fresh from the system's generator.
    init() {
        self.init(dataKey: .random(count: 32), wrapNonce: AES.GCM.Nonce(), nonce: AES.GCM.Nonce())
    }

    /// Given, for reproducing a published value.
    init(dataKey: SecretBytes, wrapNonce: AES.GCM.Nonce, nonce: AES.GCM.Nonce) {
        self.dataKey = dataKey
        self.wrapNonce = wrapNonce
        self.nonce = nonce
    }
}
