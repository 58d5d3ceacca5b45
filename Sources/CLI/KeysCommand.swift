import ArgumentParser
import Foundation
import Secrets

struct KeysCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys", abstract: "Make, show and rotate the keys that seal credentials and sign tokens.",
        subcommands: [
            GenerateKeyCommand.self, KeyStatusCommand.self, RotateKeysCommand.self, RevokeSigningKeyCommand.self,
        ])
}

struct GenerateKeyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "generate", abstract: "Make a new credential key and print it.",
        discussion: """
            Put it in front of TENANTRY_CREDENTIAL_KEYS: the first key seals, all of them open. Keep it safe: without
            it, no tenant database can be reached.
            """)

    @Option(help: "Its name: 1 to 32 of a-z, 0-9, dot, hyphen, underscore. Default: the date and time.")
    var name: String?
    @Flag(help: "Print JSON.") var json = false

    func run() throws {
        let name =
            name ?? "k" + Date().formatted(.iso8601.year().month().day().dateSeparator(.omitted)) + "-"
            + String(UInt16.random(in: .min ... .max), radix: 16)
        guard let id = KeyID(name) else {
            throw ValidationError("--name is 1 to 32 of a-z, 0-9, dot, hyphen, underscore.")
        }
        let entry = Keyring.makeEntry(named: id).exposed
        print(json ? #"{"name":"\#(id)","entry":"\#(entry)"}"# : entry)
    }
}
