import Foundation
import Secrets

extension SealingContext {
    /// The place of a secret that belongs to no store: the row's name stands in the column's place, and the owner is
    /// nobody.
    init(platformTable table: String, column: String, name: String) {
        let nobody = UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))
        self.init(table: table, column: "\(column)/\(name)", owner: nobody, version: 1)
    }
}
