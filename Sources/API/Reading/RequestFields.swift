/// The fields of one kind of request.
package protocol RequestFields: Sendable {
    /// Reads all fields, then throws ``FieldReader/failure`` if any of them was wrong.
    init(from fields: inout FieldReader) throws
}
