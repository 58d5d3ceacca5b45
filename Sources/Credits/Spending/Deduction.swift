/// The use of a service that a store pays for. What it costs is not the caller's to say.
package struct Deduction: Sendable, Equatable {
    /// How many units one deduction may be of.
    package static let quantities: ClosedRange<Int64> = 1...1_000_000_000

    package let serviceKey: String
    /// In the service's own unit, within ``quantities``.
    package let quantity: Int64
    /// The caller's own name for what it was used for.
    package let reference: String?

    package init(serviceKey: String, quantity: Int64, reference: String? = nil) {
        self.serviceKey = serviceKey
        self.quantity = quantity
        self.reference = reference
    }
}
