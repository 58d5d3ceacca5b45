import Foundation

/// One webhook on its way.
struct ReplayParcel: Sendable {
    let eventID: String
    let type: String
    let payload: Data
}

/// Where webhooks go and what they are signed with.
package struct ReplayReceiver: Sendable {
    package let url: String
    /// As `StripeWebhook` takes it.
    package let secret: String

    package init(url: String, secret: String) {
        self.url = url
        self.secret = secret
    }
}

/// How happenings are told.
package struct ReplayDelivery: Sendable, Equatable {
    /// In which order those come that were kept back.
    package enum Order: String, Sendable { case asMade, reversed, shuffled }

    /// How often each event is sent, 1 to 10.
    package var copies: Int
    /// Whether each happening is told once more, under another event's id.
    package var twins: Bool
    /// Whether events are kept back until ``StripeReplayServer/release(_:)``.
    package var isHeld: Bool

    package init(copies: Int = 1, twins: Bool = false, isHeld: Bool = false) {
        self.copies = min(max(copies, 1), 10)
        self.twins = twins
        self.isHeld = isHeld
    }
}

/// One attempt to deliver a webhook.
package struct ReplayAttempt: Sendable, Equatable {
    package let eventID: String
    package let type: String
    /// The receiver's answer; `nil` when there was none.
    package let status: Int?
}
