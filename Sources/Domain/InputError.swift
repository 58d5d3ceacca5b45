/// Why a text that somebody sent is not the value it should be.
///
/// Thrown by the parsing initialisers of this module. A caller that knows which field the text came from turns it
/// into a ``FieldError``.
package protocol InputError: Error, CustomStringConvertible, Sendable {
    /// One or two sentences for the person who typed: the rule and, where there is one, a way out. Never repeats
    /// the text itself.
    var message: String { get }
}

extension InputError {
    /// The same as ``message``, so that nothing else can be shown by mistake.
    package var description: String { message }
}
