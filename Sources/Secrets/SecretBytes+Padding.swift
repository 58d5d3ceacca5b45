extension SecretBytes {
    /// What padded secrets are a multiple of, in bytes: longer than most passwords, so that lengths tell nothing.
    public static let paddingUnit = 256

    /// These bytes, a `0x80`, and zeros up to the next multiple of ``paddingUnit`` (ISO/IEC 7816-4). At least one byte
    /// is always added, so ``unpadded()`` gives back exactly these bytes, whatever they end with.
    public func padded() -> SecretBytes {
        withUnsafeBytes { bytes in
            let length = (bytes.count / Self.paddingUnit + 1) * Self.paddingUnit
            var padded = [UInt8](repeating: 0, count: length)
            padded.replaceSubrange(0..<bytes.count, with: bytes)
            padded[bytes.count] = 0x80
            return SecretBytes(wiping: &padded)
        }
    }

    /// What ``padded()`` was given.
    ///
    /// - Throws: ``CiphertextError`` when these bytes were never padded. Only what was authenticated is unpadded, so
    ///   the answer tells a forger nothing.
    public func unpadded() throws(CiphertextError) -> SecretBytes {
        let unpadded: SecretBytes? = withUnsafeBytes { bytes in
            guard !bytes.isEmpty, bytes.count % Self.paddingUnit == 0,
                let end = bytes.lastIndex(where: { $0 != 0 }), bytes[end] == 0x80,
                bytes.count - end <= Self.paddingUnit
            else { return nil }
            return SecretBytes(copying: UnsafeRawBufferPointer(rebasing: bytes[..<end]))
        }
        guard let unpadded else { throw CiphertextError() }
        return unpadded
    }
}
