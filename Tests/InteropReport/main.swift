// Runs every cell of the matrix and prints the page that `make interop` keeps.

import Foundation
import Interop

let table = InteropTable(try Workshop()) { cell, failure in
  let line = failure.map { "FAILED  \(cell)\n\($0)\n" } ?? "ok      \(cell)\n"
  FileHandle.standardError.write(Data(line.utf8))
}
print(table.markdown, terminator: "")
exit(table.failures == 0 ? 0 : 1)
