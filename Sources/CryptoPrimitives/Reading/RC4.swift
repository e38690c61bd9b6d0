/// RC4, a stream cipher that nobody should use (RFC 7465): here for old recordings, because libcrypto
/// has it in a module that not every system installs.
package struct RC4: Sendable {
  private var state = (0...255).map { UInt8($0) }
  private var i: UInt8 = 0
  private var j: UInt8 = 0

  package init(key: [UInt8]) {
    guard !key.isEmpty else { return }
    var j: UInt8 = 0
    for i in 0..<256 {
      j &+= state[i] &+ key[i % key.count]
      state.swapAt(i, Int(j))
    }
  }

  /// The next bytes of the stream exclusive-or the input.
  package mutating func transform(_ input: ArraySlice<UInt8>) -> [UInt8] {
    var output: [UInt8] = []
    output.reserveCapacity(input.count)
    for byte in input {
      i &+= 1
      j &+= state[Int(i)]
      state.swapAt(Int(i), Int(j))
      output.append(byte ^ state[Int(state[Int(i)] &+ state[Int(j)])])
    }
    return output
  }
}
