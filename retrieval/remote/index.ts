export { type Breaker, type BreakerOptions, createBreaker } from "./breaker.ts";
export { type ServiceOptions, serviceClient } from "./client.ts";
export { type Clock, sleep, systemClock } from "./clock.ts";
export { retryAfter, type ServiceFault, serviceFault } from "./fault.ts";
