import Credits

/// What somebody sends to set credits aside.
struct HoldRequest: RequestFields {
    let use: Deduction
    let seconds: Int64

    /// Reads `serviceKey`, `quantity`, `expiresIn` and `referenceId`.
    init(from fields: inout FieldReader) throws {
        let deduction = DeductionRequest.use(from: &fields)
        let seconds = fields.has("expiresIn") ? fields.number("expiresIn", in: CreditLedger.holdSeconds) : 3_600
        guard let deduction, let seconds, fields.isSound else { throw fields.failure }
        use = deduction
        self.seconds = seconds
    }
}

/// What somebody sends to spend what was set aside.
struct CaptureRequest: RequestFields {
    let quantity: Int64?

    /// Reads `quantity`.
    init(from fields: inout FieldReader) throws {
        quantity = fields.has("quantity") ? fields.number("quantity", in: Deduction.quantities) : nil
        guard fields.isSound else { throw fields.failure }
    }
}
