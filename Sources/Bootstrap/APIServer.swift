import Foundation
import NIOCore
import ServiceLifecycle

/// The API's server, which says what to do when it cannot listen.
struct APIServer: Service {
    let application: any Service
    let http: HTTPConfiguration

    func run() async throws {
        do { try await application.run() } catch let error as IOError {
            switch error.errnoCode {
            case EADDRINUSE:
                throw StartError(
                    "Somebody else listens on port \(http.port) of \(http.host): set TENANTRY_HTTP_PORT to another, or 0."
                )
            case EADDRNOTAVAIL:
                throw StartError("TENANTRY_HTTP_HOST is no address of this machine: \(http.host).")
            case EACCES, EPERM:
                throw StartError("This user may not listen on port \(http.port): set TENANTRY_HTTP_PORT above 1023.")
            default: throw error
            }
        }
    }
}
