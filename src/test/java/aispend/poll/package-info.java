// SPDX-License-Identifier: Apache-2.0
/** When which provider is asked, against real ledgers and scripted providers. */
@NullMarked
package aispend.poll;

import org.jspecify.annotations.NullMarked;
