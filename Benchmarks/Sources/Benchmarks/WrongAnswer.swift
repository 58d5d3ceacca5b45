/// A server or a program said something else than it should have: there is nothing to measure then.
struct WrongAnswer: Error, CustomStringConvertible {
    private let question: String

    init(to question: String) { self.question = question }

    var description: String { "There was no right answer to: \(question)" }
}
