import Domain
import Tenancy

/// Which names a store may take.
///
/// A domain name of two labels or more that is the customer's own affair, or the store's own name under the platform's.
struct HostnamePolicy: Sendable {
    let platform: String

    /// - Parameter platformHostname: stores answer at `<slug>.<this>`; a port is ignored.
    init(platformHostname: String) {
        platform = Hostname(platformHostname)?.rawValue ?? platformHostname.lowercased()
    }

    /// Reads what an owner typed.
    ///
    /// - Throws: ``InvalidInput`` about the field `hostname`.
    func hostname(_ text: String, for slug: Slug) throws(InvalidInput) -> Hostname {
        guard let name = Hostname(text) else {
            throw InvalidInput("hostname", "This is not a hostname; one looks like shop.example.com.")
        }
        if Self.isAddress(name.rawValue) { throw InvalidInput("hostname", "An IP address is not a hostname.") }
        guard name.rawValue.contains(".") else {
            throw InvalidInput("hostname", "A hostname has at least two parts, as in shop.example.")
        }
        if name.rawValue == platform || platform.hasSuffix(".\(name)") {
            throw InvalidInput("hostname", "This name is the platform's own.")
        }
        if name.rawValue.hasSuffix(".\(platform)"), name.rawValue != "\(slug).\(platform)" {
            throw InvalidInput("hostname", "Under the platform's own name a store has \(slug).\(platform) only.")
        }
        return name
    }

    /// A name whose last label is a number is read as an IPv4 address by browsers (WHATWG URL §3.5), and is none in DNS.
    private static func isAddress(_ name: String) -> Bool {
        guard !name.hasPrefix("["), let last = name.split(separator: ".").last else { return true }
        let digits = last.hasPrefix("0x") ? last.dropFirst(2) : last
        return last.allSatisfy(\.isWholeNumber) || (last.hasPrefix("0x") && digits.allSatisfy(\.isHexDigit))
    }
}
