package import Secrets

extension Password {
    /// A password to give to somebody who will choose their own: four groups of five letters and digits that are not
    /// taken for one another, from the system's generator; 99 bits.
    package static func random() -> Redacted<String> {
        let letters = Array("abcdefghjkmnpqrstuvwxyz23456789")
        var generator = SystemRandomNumberGenerator()
        let groups = (0..<4).map { _ in
            String((0..<5).map { _ in letters[Int.random(in: letters.indices, using: &generator)] })
        }
        return Redacted(groups.joined(separator: "-"))
    }
}
