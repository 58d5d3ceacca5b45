import Credits

/// What somebody sends to pay for a service with credits.
struct DeductionRequest: RequestFields {
    let deduction: Deduction

    /// Reads `serviceKey`, `quantity` and `referenceId`.
    init(from fields: inout FieldReader) throws {
        let key = fields.text("serviceKey")
        let quantity = fields.number("quantity", in: Deduction.quantities)
        let reference = fields.line("referenceId", upTo: 255)
        guard let key, let quantity, fields.isSound else { throw fields.failure }
        deduction = Deduction(serviceKey: key, quantity: quantity, reference: reference)
    }
}
