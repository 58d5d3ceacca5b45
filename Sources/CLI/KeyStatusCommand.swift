import ArgumentParser
import Bootstrap

struct KeyStatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Show all keys, what each seals, and which one signs tokens.",
        discussion: "Changes nothing. Never shows a key, only names.")

    @Flag(help: "Print JSON.") var json = false

    func run() async throws {
        let keys = try await OperatorSession.run { try await $0.keys() }
        if json { try OperatorSession.print(json: keys) } else { print(keys) }
    }
}
