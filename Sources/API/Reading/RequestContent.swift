import Domain
import HTTPTypes
package import Hummingbird
import NIOCore

/// What a request carries, read from the body once whose business it is has been settled.
package struct RequestContent: Sendable {
    /// The most bytes of a body: 1 MiB.
    package static let sizeLimit = 1_048_576

    /// Always an object; an empty one when there was no body.
    package let object: JSONValue

    /// Collects and reads the body.
    ///
    /// An empty body is an empty object, whatever its type is said to be. No more than ``sizeLimit`` bytes are held,
    /// however the body is framed.
    ///
    /// - Throws: ``RequestError/bodyTooLarge``, ``RequestError/unsupportedMediaType``, ``RequestError/bodyCutShort``,
    ///   `InvalidInput`.
    package init(of request: Request) async throws {
        let bytes = try await Self.bytes(of: request)
        guard !bytes.isEmpty else {
            object = .object([])
            return
        }
        guard Self.isJSON(request.headers[.contentType]) else { throw RequestError.unsupportedMediaType }
        do {
            object = try JSONParser.object(in: bytes)
        } catch {
            throw error.asInvalidInput
        }
    }

    /// The object's fields as one value; all that is wrong with them is thrown at once.
    package func decode<Fields: RequestFields>(as fields: Fields.Type) throws -> Fields {
        var reader = FieldReader(object)
        return try Fields(from: &reader)
    }

    /// `application/json`, with no other parameter than `charset=utf-8`.
    package static func isJSON(_ contentType: String?) -> Bool {
        let parts = (contentType ?? "").lowercased().split(separator: ";", omittingEmptySubsequences: false)
            .map { $0.trimming { $0 == " " || $0 == "\t" } }
        guard parts.first == "application/json" else { return false }
        return parts.dropFirst().allSatisfy { ["charset=utf-8", "charset=\"utf-8\"", ""].contains($0) }
    }

    /// The body as it came, whatever it is; at most ``sizeLimit`` bytes.
    ///
    /// - Throws: ``RequestError/bodyTooLarge``, ``RequestError/bodyCutShort``.
    package static func bytes(of request: Request) async throws -> [UInt8] {
        if let length = request.headers[.contentLength].flatMap(Int.init), length > sizeLimit {
            throw RequestError.bodyTooLarge
        }
        do {
            return Array(buffer: try await request.body.collect(upTo: sizeLimit))
        } catch is NIOTooManyBytesError {
            throw RequestError.bodyTooLarge
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            throw RequestError.bodyCutShort
        }
    }
}

extension StringProtocol {
    fileprivate func trimming(_ isBlank: (Character) -> Bool) -> String {
        String(drop(while: isBlank).reversed().drop(while: isBlank).reversed())
    }
}
