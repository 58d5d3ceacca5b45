import Secrets

/// A JWS in compact form, taken apart and not yet believed (RFC 7515 §3.1).
struct CompactToken {
    /// At most so many bytes are looked at, 4 KiB; ours have about 600.
    static let maximumLength = 4_096

    /// The encoded header, only ever compared and never decoded.
    let headerSegment: ArraySlice<UInt8>
    /// What the signature is over: encoded header, dot, encoded payload.
    let signingInput: ArraySlice<UInt8>
    let payload: [UInt8]
    /// 64 bytes, r before s (RFC 7518 §3.4).
    let signature: [UInt8]

    /// Takes three non-empty segments in canonical base64url, the last of 64 bytes; `nil` for anything else.
    init?(_ text: [UInt8]) {
        guard text.count <= Self.maximumLength else { return nil }
        let segments = text.split(separator: UInt8(ascii: "."), maxSplits: 3, omittingEmptySubsequences: false)
        guard segments.count == 3, segments.allSatisfy({ !$0.isEmpty }), let payload = Base64URL.decode(segments[1]),
            let signature = Base64URL.decode(segments[2]), signature.count == 64
        else { return nil }
        headerSegment = segments[0]
        signingInput = text[..<segments[1].endIndex]
        self.payload = payload
        self.signature = signature
    }
}
