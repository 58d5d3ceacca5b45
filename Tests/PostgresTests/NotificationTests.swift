import Foundation
import Postgres
import Testing

@Suite("Notifications", .timeLimit(.minutes(5)))
struct NotificationTests {
    @Test("what is notified on a channel arrives, in order, and only that")
    func listening() async throws {
        let channel = "Ch-\(UUID())"
        try await withConnection { listener in
            let stream = try await listener.notifications(on: [channel])
            #expect(!listener.isReusable)
            try await withConnection { sender in
                try await sender.execute("notify \"other-channel\", 'x'")
                try await sender.execute("notify \(identifier: channel), \(literal: "it's 1")")
                _ = try await sender.query("select pg_notify(\(channel), \("2"))")
                var iterator = stream.makeAsyncIterator()
                let first = try await iterator.next()
                #expect(first?.channel == channel && first?.payload == "it's 1" && first?.processID == sender.processID)
                #expect(try await iterator.next()?.payload == "2")
            }
        }
    }

    @Test("the stream ends with an error when the connection dies")
    func death() async throws {
        try await withConnection { listener in
            let stream = try await listener.notifications(on: ["dying"])
            try await withConnection { _ = try await $0.query("select pg_terminate_backend(\(listener.processID))") }
            let error = await postgresError { for try await _ in stream {} }
            #expect(error?.kind == .connectionLost)
        }
    }

    @Test("a reader that stops is no longer listened for, and the connection is free again")
    func ending() async throws {
        try await withConnection { listener in
            let stream = try await listener.notifications(on: ["ending"])
            let reader = Task { for try await _ in stream {} }
            reader.cancel()
            _ = try? await reader.value
            while try await listener.first("select count(*) from pg_listening_channels()", as: Int.self) != 0 {
                await Task.yield()
            }
            #expect(listener.isReusable)
        }
    }
}
