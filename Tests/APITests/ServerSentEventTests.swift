import API
import Testing

@Suite("Framing events")
struct ServerSentEventTests {
    @Test("an event has its id, its name and its data, and ends with an empty line")
    func event() {
        let event = ServerSentEvent.event(name: "progress", id: "7", data: #"{"percent":10}"#)
        #expect(event.text == "id: 7\nevent: progress\ndata: {\"percent\":10}\n\n")
    }

    @Test(
        "every line of the data is a line of its own, so that no data can end the event",
        arguments: ["a\n\nb", "a\r\n\r\nb", "a\r\rb"])
    func lines(_ data: String) {
        #expect(
            ServerSentEvent.event(name: "x", id: "1", data: data).text
                == "id: 1\nevent: x\ndata: a\ndata: \ndata: b\n\n")
    }

    @Test("a sign of life and the time to come back have no id")
    func control() {
        #expect(ServerSentEvent.comment.text == ":\n\n")
        #expect(ServerSentEvent.retry(.milliseconds(3_000)).text == "retry: 3000\n\n")
    }
}
