// Runs the cells of the matrix, on standard error a line each, and prints the page that `make interop`
// keeps:
//
//   InteropReport                       all of them
//   InteropReport gnutls-cli "TLS 1.3"  those in whose line these words stand, and no page

import Foundation
import Interop

let words = Array(CommandLine.arguments.dropFirst())
let table = InteropTable(try Workshop(), only: words) { cell, failure in
  let line = failure.map { "FAILED  \(cell)\n\($0)\n" } ?? "ok      \(cell)\n"
  FileHandle.standardError.write(Data(line.utf8))
}
if words.isEmpty { print(table.markdown, terminator: "") }
exit(table.failures == 0 ? 0 : 1)
