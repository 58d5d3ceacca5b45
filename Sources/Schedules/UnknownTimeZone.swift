/// A name that is none of a time zone, or none that this program knows.
package struct UnknownTimeZone: Error, Hashable, Sendable, CustomStringConvertible {
    /// What to give instead; repeats nothing of the name.
    package var message: String {
        "There is no such time zone. Names are those of the IANA database, like Europe/Berlin, America/New_York or UTC, "
            + "with their capital letters."
    }

    /// The same as ``message``.
    package var description: String { message }
}
