import Interop
import InteropPeers
import Testing

/// Every version, key exchange and family of ciphers that a peer and we share, over real sockets. A
/// peer that is not installed fails its cells by name.
@Suite("Real programs agree with us") struct MatrixTests {
  private static let workshop = Result { try Workshop() }

  @Test("in every cell of the matrix", arguments: Matrix.cells)
  func agree(cell: Cell) throws {
    try Self.workshop.get().run(cell)
  }

  @Test("and the matrix has the cells that it should have")
  func whole() {
    for peer in Peer.allCases { #expect(!Matrix.cells(of: peer).isEmpty, "\(peer)") }
    #expect(Set(Matrix.cells.map(\.description)).count == Matrix.cells.count)
    #expect(Set(Matrix.cells.map(\.version)).count == Version.allCases.count)
    #expect(Set(Matrix.cells.map(\.exchange)).count == Exchange.allCases.count)
    #expect(Set(Matrix.cells.map(\.feature)).count == Feature.allCases.count)
    #expect(Matrix.cells.contains { $0.group == .hybrid })
  }
}
