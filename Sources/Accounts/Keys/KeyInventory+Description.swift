extension KeyInventory: CustomStringConvertible {
    /// Two lists for people, a line for each key.
    package var description: String {
        let credential = credentialKeys.map { key in
            let standing = [
                key.isPrimary ? "seals" : key.isPresent ? "opens" : key.isRetired ? "retired" : "MISSING HERE"
            ]
            let counts = [
                (key.storeDatabases, "store databases"), (key.signingKeys, "signing keys"),
                (key.platformSecrets, "platform secrets"),
            ].map { "\($0) \($1)" }
            return "  \(key.name)  " + (standing + counts).joined(separator: ", ")
        }
        let signing = signingKeys.map { key in
            "  \(key.kid)  \(key.state.rawValue) for \(Self.age(key.secondsInState)), made \(key.createdAt), "
                + "sealed with \(key.sealedWith)"
        }
        return (["Credential keys, and how many rows each seals:"] + credential + ["Signing keys:"] + signing)
            .joined(separator: "\n")
    }

    /// The largest unit that leaves a number: `45 s`, `20 min`, `3 h`, `90 d`.
    private static func age(_ seconds: Int64) -> String {
        switch seconds {
        case ..<120: "\(max(0, seconds)) s"
        case ..<7_200: "\(seconds / 60) min"
        case ..<172_800: "\(seconds / 3_600) h"
        default: "\(seconds / 86_400) d"
        }
    }
}
