/// Why a client or a verifier is not made. Says which rule was broken, never by what.
package enum StripeConfigurationError: Error, Hashable {
    /// The key is no `sk_…` or `rk_…`.
    case malformedKey
    /// The base URL is no `https` URL, nor `http` to this machine, or has more than scheme, host and port.
    case malformedBaseURL
    /// There is no signing secret, or more than ``StripeWebhook/maximalSecrets``.
    case noSecret
    /// A signing secret is shorter than ``StripeWebhook/shortestSecret``, or has spaces or control characters in it.
    case weakSecret
}

extension StripeConfigurationError: CustomStringConvertible {
    /// One sentence for operators.
    package var description: String {
        switch self {
        case .malformedKey: "A Stripe key starts with sk_ or rk_ and has only letters, digits and underscores."
        case .malformedBaseURL: "Stripe's base URL is https://host[:port], or http:// on this machine."
        case .noSecret: "There has to be a signing secret for webhooks, and not more than eight."
        case .weakSecret: "A signing secret for webhooks has 24 characters or more and no spaces."
        }
    }
}
