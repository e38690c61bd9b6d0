import Dispatch
import Platform

/// What the operating system is asked for, with its answers in types of ours.
enum SystemCalls {
  /// What reading at a socket gave.
  enum Heard {
    case bytes([UInt8])
    case nothingYet
    /// The other end sends no more (FIN).
    case end
    case failed(CInt)
  }

  #if canImport(Darwin)
    private static let stream = SOCK_STREAM
    private static var openFiles: CInt { RLIMIT_NOFILE }
    /// There, a socket itself is told: see `prepare`.
    private static let noSignal: CInt = 0
  #else
    private static let stream = CInt(SOCK_STREAM.rawValue)
    private static var openFiles: __rlimit_resource_t {
      __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    }
    /// Whoever writes to a closed connection gets an error, and not the signal that ends the program.
    private static let noSignal = CInt(MSG_NOSIGNAL)
  #endif

  /// A new socket for an address, that never makes a thread wait; nil with `errno` set.
  static func socket(for address: SocketAddress) -> CInt? {
    let number = Platform.socket(address.family, stream, 0)
    guard number >= 0 else { return nil }
    prepare(number)
    set(CInt(IPPROTO_TCP), TCP_NODELAY, 1, of: number)
    return number
  }

  /// Takes one caller: its socket, or a negative number and the system's reason.
  static func accept(at number: CInt) -> (CInt, errno: CInt) {
    let caller = Platform.accept(number, nil, nil)
    guard caller >= 0 else { return (caller, errno) }
    prepare(caller)
    set(CInt(IPPROTO_TCP), TCP_NODELAY, 1, of: caller)
    return (caller, 0)
  }

  /// No call at it waits, and no program that is started from here gets it.
  static func prepare(_ number: CInt) {
    _ = fcntl(number, F_SETFL, fcntl(number, F_GETFL) | O_NONBLOCK)
    _ = fcntl(number, F_SETFD, FD_CLOEXEC)
    #if canImport(Darwin)
      set(SOL_SOCKET, SO_NOSIGPIPE, 1, of: number)
    #endif
  }

  static func set(_ level: CInt, _ option: CInt, _ value: CInt, of number: CInt) {
    var value = value
    _ = setsockopt(number, level, option, &value, socklen_t(MemoryLayout<CInt>.size))
  }

  /// Reads once.
  static func receive(at number: CInt, atMost limit: Int) -> Heard {
    var code: CInt = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
      let read = recv(number, buffer.baseAddress, limit, 0)
      code = read < 0 ? errno : 0
      count = max(0, read)
    }
    switch code {
    case 0: return bytes.isEmpty ? .end : .bytes(bytes)
    case EAGAIN, EWOULDBLOCK, EINTR: return .nothingYet
    default: return .failed(code)
    }
  }

  /// Sends all bytes, and waits until the system has them.
  ///
  /// - Returns: false when the other end is gone or takes nothing for so many seconds.
  static func send(_ bytes: [UInt8], at number: CInt, within seconds: Double) -> Bool {
    let deadline = DispatchTime.now() + seconds
    var left = bytes[...]
    while !left.isEmpty {
      let sent = left.withUnsafeBytes {
        Platform.send(number, $0.baseAddress, $0.count, noSignal)
      }
      if sent > 0 {
        left = left.dropFirst(sent)
      } else {
        guard [EAGAIN, EWOULDBLOCK, EINTR, ENOBUFS].contains(errno), DispatchTime.now() < deadline
        else { return false }
        _ = isReady(number, for: POLLOUT, within: deadline.secondsLeft)
      }
    }
    return true
  }

  /// Sends as many bytes as the system takes now.
  ///
  /// - Returns: how many; nil when the other end is gone.
  static func sendSome(_ bytes: ArraySlice<UInt8>, at number: CInt) -> Int? {
    let sent = bytes.withUnsafeBytes {
      Platform.send(number, $0.baseAddress, $0.count, noSignal)
    }
    if sent >= 0 { return sent }
    return [EAGAIN, EWOULDBLOCK, EINTR, ENOBUFS].contains(errno) ? 0 : nil
  }

  /// Has the connection thrown away when it is closed (RST): the other end must not take that for the
  /// regular end.
  static func resetWhenClosed(_ number: CInt) {
    var option = linger(l_onoff: 1, l_linger: 0)
    _ = setsockopt(
      number, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
  }

  /// Lets this program have as many descriptors as the system allows it: each visitor takes one.
  static func allowManyDescriptors() {
    var limit = rlimit()
    guard getrlimit(openFiles, &limit) == 0, limit.rlim_cur < limit.rlim_max else { return }
    // macOS refuses more than OPEN_MAX (10240) where the limit is said to be infinite.
    limit.rlim_cur = min(limit.rlim_max, 10_240)
    _ = setrlimit(openFiles, &limit)
  }

  /// How many processors there are.
  static var processors: Int { max(1, sysconf(CInt(_SC_NPROCESSORS_ONLN))) }

  /// Waits for something at one descriptor.
  static func isReady(_ number: CInt, for event: some BinaryInteger, within seconds: Double)
    -> Bool
  {
    var place = pollfd(fd: number, events: Int16(event), revents: 0)
    return poll(&place, 1, CInt(max(0, seconds) * 1000) + 1) > 0
  }

  /// What became of a call that was begun and could not be ended at once: 0, or the error's number.
  static func outcome(at number: CInt) -> CInt {
    var code: CInt = 0
    var length = socklen_t(MemoryLayout<CInt>.size)
    return getsockopt(number, SOL_SOCKET, SO_ERROR, &code, &length) == 0 ? code : errno
  }
}

extension DispatchTime {
  fileprivate var secondsLeft: Double {
    let now = DispatchTime.now().uptimeNanoseconds
    return uptimeNanoseconds > now ? Double(uptimeNanoseconds - now) / 1e9 : 0
  }
}
