extension [UInt8] {
    /// Two lower-case digits for each byte, as PostgreSQL's `decode(…, 'hex')` reads them.
    var hexadecimal: String {
        map { $0 < 16 ? "0" + String($0, radix: 16) : String($0, radix: 16) }.joined()
    }
}
