import Bootstrap
import Foundation
import Stores

/// An agency signs up, makes a store and connects a database: through the real API, queue and worker.
struct DemoTour: Sendable {
    let plane: ControlPlane
    let client: DemoClient
    let port: Int
    let directory: String
    let screen: Screen

    private struct SignedIn: Decodable {
        let store: StoreAnswer?
        let accessToken: String
    }

    struct StoreAnswer: Decodable {
        let id: String
        let name: String
        let slug: String
        let status: String
        let primaryHostname: String?
        let schemaVersion: String?
    }

    private struct Accepted: Decodable {}

    private struct Record: Decodable {
        let name: String
        let currency: String
        let timezone: String
    }

    func run() async throws {
        let memory = DemoMemory(directory: directory)
        if let earlier = memory.last { try await visit(earlier) }
        let visitor = DemoMemory.Visitor.new()

        screen.heading("An agency signs up")
        let signedIn = try await client.send(
            .post, "/api/auth/register",
            body: [
                "email": visitor.email, "password": visitor.password, "firstName": "Ada", "lastName": "Agency",
                "storeName": visitor.storeName,
            ], as: SignedIn.self)
        guard let store = signedIn.store else { throw DemoClient.Refusal(description: "no store was made") }
        try memory.keep(visitor)
        screen.line("  \(visitor.email), with the store “\(store.name)”")

        screen.heading("The store gets a database of its own")
        let start = ContinuousClock.now
        _ = try await client.send(
            .post, "/api/stores/\(store.id)/connect-database", token: signedIn.accessToken,
            body: ["managed": [String: String]()], as: Accepted.self)
        try await watch(store, token: signedIn.accessToken)
        screen.line("  done in \(Screen.seconds(since: start))")
        try await conclude(store, token: signedIn.accessToken)
    }

    /// The store of the last demonstration is still there, whatever happened in between.
    private func visit(_ earlier: DemoMemory.Visitor) async throws {
        let signedIn = try await client.send(
            .post, "/api/auth/login", body: ["email": earlier.email, "password": earlier.password],
            as: SignedIn.self)
        struct Page: Decodable { let items: [StoreAnswer] }
        let page = try await client.send(.get, "/api/stores", token: signedIn.accessToken, as: Page.self)
        screen.heading("The data of the last time are here")
        for store in page.items { screen.line("  “\(store.name)” of \(earlier.email) is \(store.status)") }
    }

    private func watch(_ store: StoreAnswer, token: String) async throws {
        var display = StepDisplay(screen: screen)
        var last: StepDisplay.Report?
        try await client.events("/api/stores/\(store.id)/provisioning/events", token: token) { data in
            let report = try JSONDecoder().decode(StepDisplay.Report.self, from: data)
            display.show(report)
            last = report
        }
        guard let last, last.status == "succeeded" else {
            let error = last?.error
            throw DemoClient.Refusal(
                description: "the store has no database: \(error?.message ?? "no answer") \(error?.hint ?? "")")
        }
    }

    private func conclude(_ store: StoreAnswer, token: String) async throws {
        let open = try await client.send(.get, "/api/stores/\(store.id)", token: token, as: StoreAnswer.self)
        guard let hostname = open.primaryHostname else { throw DemoClient.Refusal(description: "no hostname") }
        let record = try await client.send(.get, "/api/store", host: "\(hostname):\(port)", as: Record.self)
        screen.heading("The store is \(open.status)")
        screen.line("  Address   http://\(hostname):\(port)")
        screen.line("  Record    \(record.name), \(record.currency), \(record.timezone), from its own database")
        screen.line("  Schema    migration \(open.schemaVersion ?? "?")")
        let contents = try await plane.contents(ofStoreAt: hostname)
        screen.line("  Database  \(contents.tables) tables, \(contents.rows) rows; the largest:")
        for table in contents.largest { screen.line("            \(table.rows) in \(table.name)") }
        screen.heading("Call the API yourself")
        screen.line("  curl -s \(client.base)/api/store -H 'Host: \(hostname)'")
        screen.line("  TOKEN=\(token)")
        screen.line("  curl -s \(client.base)/api/stores -H \"Authorization: Bearer $TOKEN\"")
        screen.line(
            "  curl -s \(client.base)/api/stores/\(store.id)/provisioning -H \"Authorization: Bearer $TOKEN\"")
        screen.line("  The token is good for ten minutes. All calls: \(client.base)/docs")
    }
}
