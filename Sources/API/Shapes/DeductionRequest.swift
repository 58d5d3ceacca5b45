import Credits

/// What somebody sends to pay for a service with credits.
struct DeductionRequest: RequestFields {
    let deduction: Deduction

    /// Reads `serviceKey`, `quantity` and `referenceId`.
    init(from fields: inout FieldReader) throws {
        guard let deduction = Self.use(from: &fields) else { throw fields.failure }
        self.deduction = deduction
    }

    /// Which service, and how much of it; `nil` when something is noted.
    static func use(from fields: inout FieldReader) -> Deduction? {
        let key = fields.text("serviceKey")
        let quantity = fields.number("quantity", in: Deduction.quantities)
        let reference = fields.line("referenceId", upTo: 255)
        guard let key, let quantity, fields.isSound else { return nil }
        return Deduction(serviceKey: key, quantity: quantity, reference: reference)
    }
}
