/** The least that Argon2 takes: for what lies beside the hash. Whoever times it must make every password's hash with these figures. */
export const weakHashing = { slots: 2, queue: 1000, memoryKib: 8, iterations: 1, parallelism: 1 }
