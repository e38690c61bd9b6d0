import X509

/// Some DER as a tree in which any element can be changed; the lengths around it follow.
struct MutableDER {
  var tag: UInt8
  var content: Content

  indirect enum Content {
    case bytes([UInt8])
    /// Elements, behind some bytes that belong to none: the count of unused bits.
    case elements(prefix: [UInt8], [MutableDER])
  }

  /// Takes one element apart, strings that hold DER too.
  init?(_ der: [UInt8]) {
    guard let (element, end) = Self.read(der, at: 0), end == der.count else { return nil }
    self = element
  }

  private static func read(_ der: [UInt8], at start: Int) -> (MutableDER, Int)? {
    guard start + 2 <= der.count else { return nil }
    let tag = der[start]
    var place = start + 2
    var length = Int(der[start + 1])
    if length >= 0x80 {
      let width = length & 0x7f
      guard 1...3 ~= width, place + width <= der.count else { return nil }
      length = der[place..<place + width].reduce(0) { $0 << 8 | Int($1) }
      place += width
    }
    guard place + length <= der.count else { return nil }
    let bytes = Array(der[place..<place + length])
    return (MutableDER(tag: tag, bytes: bytes), place + length)
  }

  private init(tag: UInt8, bytes: [UInt8]) {
    self.tag = tag
    content = .bytes(bytes)
    let isString = tag == 0x04 || tag == 0x03
    guard tag & 0x20 != 0 || isString else { return }
    let prefix = tag == 0x03 ? Array(bytes.prefix(1)) : []
    var elements: [MutableDER] = []
    var rest = Array(bytes.dropFirst(prefix.count))
    while !rest.isEmpty {
      guard let (element, end) = Self.read(rest, at: 0) else { return }
      elements.append(element)
      rest.removeFirst(end)
    }
    if isString, elements.count != 1 { return }
    content = .elements(prefix: prefix, elements)
  }

  var der: [UInt8] {
    switch content {
    case .bytes(let bytes): DER.element(tag, bytes)
    case .elements(let prefix, let elements): DER.element(tag, prefix + elements.flatMap(\.der))
    }
  }

  /// The places of all elements inside, each as the way to it.
  var places: [[Int]] {
    guard case .elements(_, let elements) = content else { return [[]] }
    return [[]] + elements.indices.flatMap { index in elements[index].places.map { [index] + $0 } }
  }

  /// Changes the element at a place, into several or none.
  func changed(_ place: [Int], _ change: (MutableDER) -> [MutableDER]) -> MutableDER? {
    guard let first = place.first else { return change(self).first }
    guard case .elements(let prefix, var elements) = content else { return nil }
    if place.count == 1 {
      elements.replaceSubrange(first...first, with: change(elements[first]))
    } else {
      guard let inner = elements[first].changed(Array(place.dropFirst()), change) else {
        return nil
      }
      elements[first] = inner
    }
    var copy = self
    copy.content = .elements(prefix: prefix, elements)
    return copy
  }

  /// What can go wrong with one element.
  static let mutations: [(name: String, change: @Sendable (MutableDER) -> [MutableDER])] = [
    ("left out", { _ in [] }), ("twice", { [$0, $0] }), ("empty", { [$0.with([])] }),
    ("another tag", { [$0.tagged($0.tag ^ 1)] }), ("of context", { [$0.tagged($0.tag ^ 0x80)] }),
    ("a string", { [$0.tagged(0x0c)] }), ("null", { _ in [MutableDER(tag: 5, bytes: [])] }),
    ("cut", { [$0.with(Array($0.inner.dropLast()))] }),
    ("longer", { [$0.with($0.inner + [0])] }), ("shifted", { [$0.with([0] + $0.inner)] }),
    ("first bit", { [$0.flipped(0, 0x80)] }), ("last bit", { [$0.flipped(-1, 1)] }),
    ("first byte", { [$0.flipped(0, 0xff)] }), ("in the middle", { [$0.flipped(-2, 0x11)] }),
    ("backwards", { [$0.reversed] }),
  ]

  private var inner: [UInt8] {
    switch content {
    case .bytes(let bytes): bytes
    case .elements(let prefix, let elements): prefix + elements.flatMap(\.der)
    }
  }

  private func with(_ bytes: [UInt8]) -> MutableDER {
    var copy = self
    copy.content = .bytes(bytes)
    return copy
  }

  private func tagged(_ tag: UInt8) -> MutableDER {
    var copy = self
    copy.tag = tag
    return copy
  }

  /// - Parameter place: from the end where it is below zero.
  private func flipped(_ place: Int, _ mask: UInt8) -> MutableDER {
    var bytes = inner
    let index = place < 0 ? bytes.count + place : place
    guard bytes.indices.contains(index) else { return self }
    bytes[index] ^= mask
    return with(bytes)
  }

  private var reversed: MutableDER {
    guard case .elements(let prefix, let elements) = content else { return with(inner.reversed()) }
    var copy = self
    copy.content = .elements(prefix: prefix, elements.reversed())
    return copy
  }
}
