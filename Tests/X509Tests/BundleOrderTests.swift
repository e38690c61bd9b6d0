import Testing
import X509

@Suite("The order in which certificates come, and what is too much")
struct BundleOrderTests {
  @Test("Right, wrong, twice, one too many, and in a circle")
  func orders() throws {
    let forger = try Forger()
    let (middle, below) = try forger.middle(more: [])
    let leaf = try Certificate(der: below.sign(below.signed()))
    let stranger = try Certificate(der: forger.sign(forger.signed(subject: Array("other".utf8))))
    let root = forger.authority.certificate
    #expect(BundleOrder([leaf, middle]) == nil && BundleOrder([leaf, middle, root]) == nil)
    #expect(BundleOrder([middle, leaf]) == .authorityFirst)
    #expect(BundleOrder([leaf, root, middle]) == .mixed)
    #expect(BundleOrder([leaf, leaf, middle, middle]) == .repeated(leaf))
    #expect(BundleOrder([leaf, middle, stranger]) == .stranger(stranger))
    #expect(BundleOrder([leaf, middle, stranger])?.isHarmless == true)
    #expect(BundleOrder([]) == nil && BundleOrder([root, middle]) == .authorityFirst)
    // Each of the two signed the other: no root is among them.
    let (one, belowOne) = try forger.middle(more: [], subject: "One")
    let (two, belowTwo) = try belowOne.middle(more: [], subject: "Two")
    let (again, belowAgain) = try belowTwo.middle(more: [], subject: "One")
    let last = try Certificate(der: belowAgain.sign(belowAgain.signed()))
    #expect(BundleOrder([last, again, two]) == .circle)
    #expect(BundleOrder([last, again, two, one]) != .mixed)
  }
}
