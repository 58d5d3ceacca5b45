import Foundation
import Testing

@testable import Stripe

@Suite("The form of a call")
struct FormTests {
    @Test("has brackets around all but the first part of a name")
    func brackets() {
        var form = Form()
        form.add("mode", value: "payment")
        form.add("line_items", "0", "price_data", "unit_amount", value: 1250)
        form.add("cancel_url", value: String?.none)
        form.add("expires_at", value: Int64?.none)
        form.add("metadata", entries: ["b": "2", "a": "1"])
        #expect(
            form.encoded == "mode=payment&line_items[0][price_data][unit_amount]=1250&metadata[a]=1&metadata[b]=2")
    }

    @Test("encodes whatever could be taken for syntax, in names and values alike")
    func syntax() {
        var form = Form()
        form.add("metadata", entries: ["a][b": "x&amount=1", "c=d&e": "1+1 = 2%"])
        form.add("name", value: "Zoë 🛒\r\n")
        #expect(
            form.encoded
                == "metadata[a%5D%5Bb]=x%26amount%3D1&metadata[c%3Dd%26e]=1%2B1%20%3D%202%25"
                + "&name=Zo%C3%AB%20%F0%9F%9B%92%0D%0A")
    }

    @Test("of a page says everything that there is to say, and its metadata for the payment too")
    func checkout() {
        let order = CheckoutOrder(
            amount: .euros(1250), productName: "Credits", successURL: "https://s/?id={CHECKOUT_SESSION_ID}",
            clientReferenceID: "p", metadata: ["store": "7"], expires: Date(timeIntervalSince1970: 1_767_225_600.9))
        #expect(
            order.form.encoded.split(separator: "&") == [
                "mode=payment", "line_items[0][quantity]=1", "line_items[0][price_data][currency]=eur",
                "line_items[0][price_data][unit_amount]=1250",
                "line_items[0][price_data][product_data][name]=Credits",
                "success_url=https%3A%2F%2Fs%2F%3Fid%3D%7BCHECKOUT_SESSION_ID%7D", "client_reference_id=p",
                "metadata[store]=7", "payment_intent_data[metadata][store]=7", "expires_at=1767225600",
            ])
    }

    @Test("keeps text as it is: every character comes back from a form reader")
    func roundTrip() throws {
        let text = String(String.UnicodeScalarView((0...0x2FF).compactMap(Unicode.Scalar.init)))
        #expect(Form.encode(text).utf8.allSatisfy { ASCII.isWord($0) || Array("-.~%".utf8).contains($0) })
        #expect(Form.encode(text).removingPercentEncoding == text)
    }
}
