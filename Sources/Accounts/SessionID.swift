package import Domain

/// A login that lasts: what ``SessionID`` is the identity of.
package enum SessionNoun {}

/// The identity of a login session, in either realm. Its UUID stands in access and refresh tokens.
package typealias SessionID = Identifier<SessionNoun>
