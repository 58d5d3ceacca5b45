/// What a token with a good signature says, and what follows from it; worked out once for each token.
package struct VerifiedToken: Sendable {
    /// What it says.
    package let claims: AccessClaims
    /// Everything that could have ended it.
    let probes: [RevocationProbe]

    init(_ claims: AccessClaims) {
        self.claims = claims
        probes = claims.revocationProbes
    }
}
